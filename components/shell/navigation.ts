import {
  ChartNoAxesColumn,
  Database,
  House,
  LayoutGrid,
  type LucideIcon,
  MessageCircleQuestion,
  ScrollText,
  Settings,
  Users,
  UsersRound,
  Workflow,
} from "lucide-react"

export type Destination = { href: string; label: string; icon: LucideIcon }

export const DESTINATIONS: readonly Destination[] = [
  { href: "/", label: "Home", icon: House },
  { href: "/dashboards", label: "Dashboards", icon: LayoutGrid },
  { href: "/cards", label: "Cards", icon: ChartNoAxesColumn },
  { href: "/datasets", label: "Datasets", icon: Database },
  { href: "/transforms", label: "Transforms", icon: Workflow },
  { href: "/settings", label: "Settings", icon: Settings },
]

/** For admins; to others these pages are not there. */
export const ADMIN_DESTINATIONS: readonly Destination[] = [
  { href: "/admin/users", label: "Users", icon: Users },
  { href: "/admin/groups", label: "Groups", icon: UsersRound },
  { href: "/admin/chat", label: "Chat usage", icon: MessageCircleQuestion },
  { href: "/admin/audit", label: "Audit log", icon: ScrollText },
]

/** Whether a destination is where the reader is, or above it. */
export const isCurrent = (href: string, pathname: string): boolean =>
  href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`)
