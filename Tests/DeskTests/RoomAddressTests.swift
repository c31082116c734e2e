import Testing

@testable import Desk

@Suite struct RoomAddressTests {
    @Test func everyNetworkIsNoPlaceForAPhone() throws {
        let everywhere = WebAddress(host: "0.0.0.0", port: 8089).reachableFromTheRoom
        #expect(everywhere.host != "0.0.0.0" && everywhere.port == 8089)
        // A machine in no network has its own address alone.
        #expect(WebAddress.isOfANetwork(everywhere.host) || everywhere.host == "127.0.0.1")
    }

    @Test func anAddressThatIsNamedStays() throws {
        let named = WebAddress(host: "192.168.1.20", port: 8089)
        #expect(named.reachableFromTheRoom == named)
    }

    @Test(arguments: ["127.0.0.1", "169.254.7.1", "fe80::1", "::1"])
    func whatNoPhoneReachesIsNotTold(place: String) {
        #expect(!WebAddress.isOfANetwork(place))
    }
}
