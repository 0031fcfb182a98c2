import type { NavEntry } from '../../../kernel/module.ts';

export const statisticsNav: readonly NavEntry[] = [
  { href: '/statistics', label: 'cases.statistics.title', place: 'main', order: 40 },
  { href: '/data', label: 'cases.statistics.open_data', place: 'foot', order: 60 },
  {
    href: '/overview',
    label: 'cases.statistics.overview.title',
    place: 'staff',
    order: 60,
    roles: ['leader', 'supervisor', 'auditor', 'operator', 'dispatcher'],
  },
];
