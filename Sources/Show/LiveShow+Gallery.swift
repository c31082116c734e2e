import Desk
import Stage

/// The way to the gallery on the picture.
extension LiveShow {
    /// Makes the code of the gallery's address, where the room has one to open, and says so where a code
    /// was asked for and there is nothing to lead to.
    func openGalleryCode(to link: String) {
        guard settings.gallery != nil, let code = GalleryCode(link) else {
            if settings.showsGalleryCode {
                remarks.append(
                    "There is no gallery, so no code of it is drawn: --gallery HOST:PORT.")
            }
            return
        }
        galleryCode = Scene.Code(
            side: code.side, isDark: code.isDark, quietZone: GalleryCode.quietZone)
        steering.showsCode = settings.showsGalleryCode
    }
}
