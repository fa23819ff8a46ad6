//! The icons we use, from Lucide by way of `icondata_lu` (paths as data, no other dependency),
//! drawn with a 1.5-pixel stroke in the colour of the text around them. An icon beside a word is
//! hidden from screen readers; an icon alone needs an `aria-label` on its button or link.
//!
//! Add a line when a page needs another one; the names are ours, so that a set can be changed.

use icondata_core::Icon as Data;
use maud::{Markup, PreEscaped, Render, html};

/// An icon, ready for a page: `html! { (icons::GIFT) }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(Data);

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
                (PreEscaped(self.0.data))
            }
        }
    }
}

macro_rules! icons {
    ($($name:ident $data:ident),* $(,)?) => {
        $(pub const $name: Icon = Icon(icondata_lu::$data);)*
        /// Every icon by name, for the gallery.
        pub const ALL: &[(&str, Icon)] = &[$((stringify!($name), $name)),*];
    };
}

icons! {
    HOME LuHouse,
    GROUPS LuMessageCircle,
    PLAY LuStar,
    WALLET LuWallet,
    ME LuUserRound,
    PEOPLE LuUsersRound,
    USER_PLUS LuUserPlus,
    GIFT LuGift,
    TICKET LuTicket,
    VOUCHER LuTicketPercent,
    STAMP LuStamp,
    QR LuQrCode,
    SCAN LuScanLine,
    SEARCH LuSearch,
    SETTINGS LuSettings2,
    RIGHT LuChevronRight,
    DOWN LuChevronDown,
    UP LuChevronUp,
    LEFT LuChevronLeft,
    SORT LuArrowUpDown,
    ARROW_UP LuArrowUp,
    ARROW_DOWN LuArrowDown,
    ARROW_RIGHT LuArrowRight,
    BACK LuArrowLeft,
    PLUS LuPlus,
    MINUS LuMinus,
    CLOSE LuX,
    CHECK LuCheck,
    GOOD LuCircleCheck,
    ALERT LuCircleAlert,
    WARN LuTriangleAlert,
    INFO LuInfo,
    HELP LuCircleHelp,
    BELL LuBell,
    CALENDAR LuCalendarDays,
    CLOCK LuClock,
    CAMERA LuCamera,
    COPY LuCopy,
    DOWNLOAD LuDownload,
    UPLOAD LuUpload,
    EXTERNAL LuExternalLink,
    LINK LuLink,
    SHARE LuShare2,
    SEND LuSend,
    MAIL LuMail,
    PHONE LuPhone,
    SMARTPHONE LuSmartphone,
    PIN LuMapPin,
    STORE LuStore,
    COMPANY LuBuilding2,
    INSIGHT LuChartLine,
    BARS LuChartNoAxesColumn,
    SUN LuSun,
    MOON LuMoon,
    LANGUAGES LuLanguages,
    LOG_OUT LuLogOut,
    LOG_IN LuLogIn,
    LOCK LuLock,
    EYE LuEye,
    TRASH LuTrash2,
    EDIT LuPencil,
    MORE LuEllipsis,
    FILTER LuListFilter,
    PRINT LuPrinter,
    IMAGE LuImage,
    FILE LuFileText,
    UNDO LuUndo2,
    REFRESH LuRefreshCw,
    START LuPlay,
    SPARKLES LuSparkles,
    REACH LuMegaphone,
    ALLIANCE LuHandshake,
    VALUE LuCoins,
    PAY LuHandCoins,
    CROWN LuCrown,
    HEART LuHeart,
    CAKE LuCake,
    PARTY LuPartyPopper,
    DICE LuDices,
    FLASH LuZap,
    BAG LuShoppingBag,
    BASKET LuShoppingBasket,
    PACKAGE LuPackage,
    TAG LuTag,
    TROPHY LuTrophy,
    FLAG LuFlag,
    SHIELD LuShieldCheck,
    RECEIPT LuReceiptText,
    PERCENT LuPercent,
    JOURNEY LuRoute,
    INBOX LuInbox,
    KEY LuKeyRound,
    CODE LuCode,
    SPROUT LuSprout,
    IDEA LuLightbulb,
    TODO LuListChecks,
    GRID LuLayoutGrid,
    MENU LuMenu,
    VISITS LuFootprints,
    REPEAT LuRepeat,
    TARGET LuTarget,
    VOICE LuMic,
    TODAY LuSunrise,
}
