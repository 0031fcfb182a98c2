import type { NavEntry } from '../../../kernel/module.ts';

export const dispatchNav: readonly NavEntry[] = [
  { href: '/dispatch', label: 'cases.dispatch.nav', place: 'staff', order: 10, roles: ['operator', 'dispatcher'] },
  { href: '/intake/new', label: 'cases.intake.nav', place: 'staff', order: 9, roles: ['operator', 'dispatcher'] },
  { href: '/supervision', label: 'cases.supervision.title', place: 'staff', order: 12, roles: ['supervisor'] },
];
