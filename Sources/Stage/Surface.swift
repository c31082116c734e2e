import CGLES
import CSDL
import Foundation

/// A graphics context, with a window to show pictures in or with none.
///
/// Everything that OpenGL owns is freed with the context, so only short-lived textures are deleted
/// one by one.
final class Surface {
    let window: OpaquePointer
    private let context: SDL_GLContext
    let isWindow: Bool

    /// The graphics driver's own name for what draws.
    let rendererName: String

    /// Whether the machine's own processor paints, without a graphics card.
    var isProcessor: Bool {
        ["llvmpipe", "softpipe", "SwiftShader"].contains { rendererName.contains($0) }
    }

    init(_ settings: StageSettings) throws {
        isWindow = settings.surface != .offscreen
        SDL_SetMainReady()
        Surface.keepEGL()
        if isWindow {
            SDL_ResetHint(SDL_HINT_VIDEODRIVER)
        } else {
            SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "offscreen", SDL_HINT_OVERRIDE)
        }
        // Ctrl-C belongs to the show, not to SDL.
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1")
        SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0")
        guard SDL_InitSubSystem(Uint32(SDL_INIT_VIDEO)) == 0 else {
            throw Surface.failure(isWindow: isWindow)
        }
        // Without a display SDL quietly takes a driver whose windows nobody sees.
        let driver = SDL_GetCurrentVideoDriver().map { String(cString: $0) } ?? "none"
        if isWindow, ["offscreen", "dummy", "evdev", "none"].contains(driver) {
            SDL_QuitSubSystem(Uint32(SDL_INIT_VIDEO))
            throw StageError.noDisplay(reason: "SDL found only its driver \"\(driver)\"")
        }
        SDL_GL_SetAttribute(
            SDL_GL_CONTEXT_PROFILE_MASK, Int32(SDL_GL_CONTEXT_PROFILE_ES.rawValue))
        SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3)
        SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0)

        var flags = SDL_WINDOW_OPENGL.rawValue
        switch settings.surface {
        case .offscreen: flags |= SDL_WINDOW_HIDDEN.rawValue
        case .window(let fullscreen):
            flags |= SDL_WINDOW_RESIZABLE.rawValue | SDL_WINDOW_ALLOW_HIGHDPI.rawValue
            if fullscreen { flags |= SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue }
        }
        let middle: Int32
        do {
            middle = try Surface.middle(ofDisplay: isWindow ? settings.display : nil)
        } catch {
            SDL_QuitSubSystem(Uint32(SDL_INIT_VIDEO))
            throw error
        }
        guard
            let window = SDL_CreateWindow(
                "EmotionMotion", middle, middle, Int32(settings.width), Int32(settings.height),
                flags)
        else {
            let failure = Surface.failure(isWindow: isWindow)
            SDL_QuitSubSystem(Uint32(SDL_INIT_VIDEO))
            throw failure
        }
        guard let context = SDL_GL_CreateContext(window) else {
            let reason = String(cString: SDL_GetError())
            SDL_DestroyWindow(window)
            SDL_QuitSubSystem(Uint32(SDL_INIT_VIDEO))
            throw StageError.noGraphics(reason: reason)
        }
        self.window = window
        self.context = context
        // The show keeps its own time; waiting for the display makes every output wait.
        SDL_GL_SetSwapInterval(isWindow && settings.waitsForDisplay ? 1 : 0)
        if isWindow { SDL_ShowCursor(SDL_DISABLE) }
        rendererName =
            glGetString(GLenum(GL_RENDERER)).map { String(cString: $0) } ?? "unknown renderer"
    }

    deinit {
        SDL_GL_MakeCurrent(window, context)
        SDL_GL_DeleteContext(context)
        SDL_DestroyWindow(window)
        SDL_QuitSubSystem(Uint32(SDL_INIT_VIDEO))
    }

    /// Keeps EGL loaded when SDL lets go of it with the last window: libglvnd has code of its own run at
    /// the end of each thread that ever asked EGL for something, and forgets to take that back.
    private static func keepEGL() {
        #if os(Linux)
            // Without EGL there is nothing to keep, and SDL says what is missing.
            _ = dlopen("libEGL.so.1", RTLD_NOW | RTLD_NODELETE)
        #endif
    }

    private static func failure(isWindow: Bool) -> StageError {
        let reason = String(cString: SDL_GetError())
        return isWindow ? .noDisplay(reason: reason) : .noGraphics(reason: reason)
    }

    /// Makes this context the one that OpenGL's calls go to, until `release`.
    ///
    /// Throws `StageError.noGraphics` when another thread holds it: every call would do nothing.
    func makeCurrent() throws {
        guard SDL_GL_MakeCurrent(window, context) == 0 else {
            throw StageError.noGraphics(reason: String(cString: SDL_GetError()))
        }
    }

    /// Lets go of the context. The main actor is not one thread on Linux: the next picture may be
    /// drawn from another, which could not take a context that is still held by this one.
    func release() { SDL_GL_MakeCurrent(nil, nil) }

    /// Enlarges a target into the window, for nobody to see: the driver compiles that when it is first
    /// done, which would hold up the first picture after a change of the window's size.
    func rehearse(_ target: RenderTarget) {
        guard isWindow else { return }
        glBindFramebuffer(GLenum(GL_FRAMEBUFFER), 0)
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
        glBlitFramebuffer(
            0, 0, GLint(target.width), GLint(target.height), 0, GLint(target.height), 8, 0,
            GLbitfield(GL_COLOR_BUFFER_BIT), GLenum(GL_LINEAR))
    }

    /// Shows a finished target in the window, as large as fits, with black where it does not.
    func present(_ target: RenderTarget) {
        guard isWindow else { return }
        var width: Int32 = 0
        var height: Int32 = 0
        SDL_GL_GetDrawableSize(window, &width, &height)
        let box = letterbox(
            width: target.width, height: target.height, into: Int(width), Int(height))
        glBindFramebuffer(GLenum(GL_FRAMEBUFFER), 0)
        glViewport(0, 0, width, height)
        glClearColor(0, 0, 0, 1)
        glClear(GLbitfield(GL_COLOR_BUFFER_BIT))
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
        // The target's first row is the top; the window's is the bottom: turn it over.
        glBlitFramebuffer(
            0, 0, GLint(target.width), GLint(target.height),
            GLint(box.x), GLint(box.y + box.height), GLint(box.x + box.width), GLint(box.y),
            GLbitfield(GL_COLOR_BUFFER_BIT), GLenum(GL_LINEAR))
        SDL_GL_SwapWindow(window)
    }

    /// What people did to the window since the last call.
    func pollEvents() -> [StageEvent] {
        isWindow ? WindowEvents.take() : []
    }
}

/// The largest box of the picture's shape in the middle of a window, in the window's pixels.
func letterbox(
    width: Int, height: Int, into windowWidth: Int, _ windowHeight: Int
) -> (x: Int, y: Int, width: Int, height: Int) {
    let scale = min(
        Double(windowWidth) / Double(width), Double(windowHeight) / Double(height))
    let boxWidth = Int((Double(width) * scale).rounded())
    let boxHeight = Int((Double(height) * scale).rounded())
    return ((windowWidth - boxWidth) / 2, (windowHeight - boxHeight) / 2, boxWidth, boxHeight)
}
