import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { accountsRoutes } from './accounts/accounts.routes.tsx';
import { declareAccountLooks } from './accounts/declare-looks.ts';
import { auditRoutes, wireAudit } from './audit/audit.routes.tsx';
import { calendarRoutes } from './calendar/calendar.routes.tsx';
import { cityRoutes, wireCity } from './city/city.routes.tsx';
import { departmentsRoutes } from './departments/departments.routes.tsx';
import { mergeRoutes } from './departments/merge.routes.tsx';
import { districtsRoutes } from './districts/districts.routes.tsx';
import { keysRoutes } from './keys/keys.routes.tsx';
import { overviewRoutes, wireOverview } from './overview/overview.routes.tsx';

/** The administrator's addresses that belong to people, departments and the city itself. */
export function adminRoutes(app: App, k: Kernel): void {
  overviewRoutes(app, k);
  accountsRoutes(app, k);
  departmentsRoutes(app, k);
  mergeRoutes(app, k);
  districtsRoutes(app, k);
  cityRoutes(app, k);
  calendarRoutes(app, k);
  auditRoutes(app, k);
  keysRoutes(app, k);
}

/** Jobs, guards and kinds of notification of these pages. */
export function wireAdmin(k: Kernel): void {
  wireOverview(k);
  wireAudit(k);
  wireCity(k);
  declareAccountLooks(k);
  k.notify.declareKinds([
    { kind: 'people.staff_account', group: 'people.account', mandatory: true },
    { kind: 'people.roles_changed', group: 'people.account', mandatory: true },
  ]);
}

const forCity = ['administrator:city'];
// keys: people.admin.nav.*
const nav = 'people.admin.nav';

/** Places of the administration, and the way in for staff. Shown by role; each page asks its policy again. */
export const adminNav: readonly NavEntry[] = [
  { href: '/admin', label: `${nav}.staff`, place: 'staff', order: 90, roles: ['administrator', 'auditor'] },
  { href: '/admin', label: `${nav}.overview`, place: 'admin', order: 0, roles: ['administrator', 'auditor'] },
  { href: '/admin/people', label: `${nav}.people`, place: 'admin', order: 10, roles: ['administrator'] },
  { href: '/admin/departments', label: `${nav}.departments`, place: 'admin', order: 20, roles: forCity },
  { href: '/admin/recoveries', label: `${nav}.recoveries`, place: 'admin', order: 15, roles: forCity },
  { href: '/admin/districts', label: `${nav}.districts`, place: 'admin', order: 30, roles: forCity },
  { href: '/admin/calendar', label: `${nav}.calendar`, place: 'admin', order: 60, roles: forCity },
  { href: '/admin/settings', label: `${nav}.city`, place: 'admin', order: 70, roles: forCity },
  { href: '/admin/settings/texts', label: `${nav}.texts`, place: 'admin', order: 72, roles: forCity },
  { href: '/admin/api-keys', label: `${nav}.keys`, place: 'admin', order: 80, roles: forCity },
  {
    href: '/admin/data-requests',
    label: 'people.requests.nav',
    place: 'admin',
    order: 85,
    roles: [...forCity, 'auditor:city'],
  },
  {
    href: '/admin/processing',
    label: 'people.processing.nav',
    place: 'admin',
    order: 87,
    roles: [...forCity, 'auditor:city'],
  },
  { href: '/admin/audit', label: `${nav}.audit`, place: 'admin', order: 90, roles: [...forCity, 'auditor:city'] },
];
