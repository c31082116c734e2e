import Foundation
import Motion
import Testing
import Torch

@testable import Training

@Suite struct DancerRecipeTests {
    private static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../examples").standardizedFileURL

    private func fault(_ yaml: String) -> String {
        do {
            _ = try DancerRecipe(yaml: yaml, path: "mine.yaml")
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func theExampleHoldsEverySettingAndItsDefault() throws {
        let file = Self.examples.appendingPathComponent("dancer.yaml")
        #expect(try DancerRecipe(contentsOf: file) == DancerRecipe())
        let words = try String(contentsOf: file, encoding: .utf8)
        let named = words.split(separator: "\n").compactMap { line in
            line.split(separator: ":").first.map { $0.trimmingCharacters(in: .whitespaces) }
        }
        for name in try DancerRecipe.settingNames() {
            let key = try #require(name.split(separator: ".").last)
            #expect(named.contains(String(key)), "examples/dancer.yaml lacks \(name)")
        }
    }

    @Test func everySettingOfTheCodeCanBeSet() throws {
        // A setting that the YAML reader forgot would keep its default here.
        func names(_ value: Any) -> [String] {
            Mirror(reflecting: value).children.compactMap(\.label)
        }
        let recipe = DancerRecipe()
        let known = try DancerRecipe.settingNames()
        for name in names(recipe.model) { #expect(known.contains("model.\(name)")) }
        for name in names(recipe.training) where name != "noise" {
            #expect(known.contains("training.\(name)"))
        }
        for name in names(recipe.training.noise) {
            #expect(known.contains("training.noise.\(name)"))
        }
        for name in names(recipe.motion) where name != "variation" {
            #expect(known.contains("motion.\(name)"))
        }
        for name in names(recipe.motion.variation) {
            #expect(known.contains("motion.\(name)Change"))
        }
        for name in names(recipe.machine) { #expect(known.contains("machine.\(name)")) }
        for name in names(recipe.dancer) where name != "paceShifts" {
            #expect(known.contains("dancer.\(name)"))
        }
    }

    @Test func aFileNeedNameOnlyWhatIsDifferent() throws {
        let recipe = try DancerRecipe(
            yaml: """
                training:
                  steps: 12
                  noise:
                    pull: 0.2
                machine: {device: mps}
                dancer:
                  paceShifts: {disgust: 0.3}
                """, path: "mine.yaml")
        var expected = DancerRecipe()
        expected.training.steps = 12
        expected.training.noise.pull = 0.2
        expected.machine.device = .mps
        expected.dancer.paceShifts = [.disgust: 0.3]
        #expect(recipe == expected)
        #expect(try DancerRecipe(yaml: "# nothing\n", path: "") == DancerRecipe())
    }

    @Test func anUnknownKeyIsNamedWithItsLine() {
        let words = fault("training:\n  steps: 5\n  stepz: 6\n")
        #expect(
            words.hasPrefix(
                "mine.yaml, line 3: `training.stepz` is not a setting of a recipe; did you mean `steps`? "
                    + "Here can stand steps, ")
        )
        #expect(
            fault("\nmodle: {}\n").contains(
                "line 2: `modle` is not a setting of a recipe; did you mean `model`?"))
    }

    @Test(arguments: [
        (
            "training:\n  steps: many\n",
            "line 2: training.steps should be a whole number, 1 or more, "
        ),
        ("training:\n  steps: 0\n", "line 2: training.steps should be a whole number, 1 or more, "),
        (
            "training:\n  noise:\n    pull: 3\n",
            "line 3: training.noise.pull should be a number, from"
        ),
        ("training:\n  usesBFloat16: 1\n", "line 2: training.usesBFloat16 should be true or false"),
        ("machine:\n  device: tpu\n", "line 2: machine.device should be one of cpu, cuda, mps"),
        ("motion:\n  gestures: few\n", "motion.gestures should be auto or a number"),
        ("training: 7\n", "line 1: training should be a list of keys and values"),
        ("model:\n  width: 161\n", "model: width 161 does not divide into 4 heads"),
        ("training:\n  steps: 1\n  steps: 2\n", "these keys stand twice: steps"),
        ("training:\n  [\n", "it is not YAML"),
    ])
    func aBadValueIsNamedWithItsLine(_ yaml: String, _ words: String) {
        #expect(fault(yaml).contains(words), "\(fault(yaml))")
        #expect(!fault(yaml).contains("\n"))
    }

    @Test func aFileThatIsNotThereIsNamed() {
        #expect(throws: TrainingError.noSettings(path: "/nowhere/x.yaml")) {
            try DancerRecipe(contentsOf: URL(fileURLWithPath: "/nowhere/x.yaml"))
        }
    }
}
