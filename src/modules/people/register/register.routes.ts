import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { joinRoutes } from './join/join.routes.tsx';
import { myMembershipRoutes } from './membership/my-membership.routes.tsx';
import { secretariatRoutes } from './secretariat/secretariat.routes.ts';
import { registerSettingsRoutes } from './settings/register-settings.routes.tsx';

/** Applying, one's own membership, and the secretariat. */
export function registerRoutes(app: App, k: Kernel): void {
  joinRoutes(app, k);
  myMembershipRoutes(app, k);
  secretariatRoutes(app, k);
  registerSettingsRoutes(app, k);
}

// keys: people.register.nav.*
export const registerNav: readonly NavEntry[] = [
  {
    href: '/secretariat',
    label: 'people.register.nav.staff',
    place: 'staff',
    order: 60,
    roles: ['secretary', 'committee', 'auditor'],
  },
  {
    href: '/admin/settings/register',
    label: 'people.register.nav.settings',
    place: 'admin',
    order: 75,
    roles: ['administrator:city'],
  },
  { href: '/join', label: 'people.register.nav.join', place: 'foot', order: 40 },
];
