import type { Command } from 'commander';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry, WithKernel } from '../../../kernel/module.ts';
import { declareCalendarUse, declareDepartmentUse, systemActor, treeImportCommand } from '../../people/index.ts';
import { catalogueRoutes } from './catalogue/catalogue.routes.tsx';
import { categoryFields, importCategories } from './catalogue/import-categories.ts';
import { groundsRoutes } from './grounds/grounds.routes.tsx';
import { wireLetters } from './letters/import-letters.ts';
import { lettersRoutes } from './letters/letters.routes.tsx';
import { mailboxRoutes } from './mailbox/mailbox.routes.tsx';
import { openCasesAt, openCasesDue } from './open-matters.queries.ts';

/** The administrator's addresses that belong to the mailbox. */
export function casesAdminRoutes(app: App, k: Kernel): void {
  mailboxRoutes(app, k);
  catalogueRoutes(app, k);
  groundsRoutes(app, k);
  lettersRoutes(app, k);
}

/** What stands at a department, which dates were given, and the job of imports. */
export function wireCasesAdmin(k: Kernel): void {
  declareDepartmentUse(k, openCasesAt);
  declareCalendarUse(k, openCasesDue);
  wireLetters(k);
}

const forCity = ['administrator:city'];

/** Places of the administration that belong to the mailbox. */
export const casesAdminNav: readonly NavEntry[] = [
  { href: '/admin/catalogue', label: 'cases.admin.nav.catalogue', place: 'admin', order: 40, roles: forCity },
  { href: '/admin/import', label: 'cases.admin.nav.import', place: 'admin', order: 50, roles: forCity },
  { href: '/admin/settings/mailbox', label: 'cases.admin.nav.mailbox', place: 'admin', order: 71, roles: forCity },
];

/** `tongxin import catalogue FILE`. */
export function catalogueCommand(program: Command, withKernel: WithKernel): void {
  treeImportCommand(program, withKernel, {
    name: 'catalogue',
    description: 'the dispatch catalogue, a line a category or a line a path of levels; known by the codes',
    fields: categoryFields,
    run: (k, file, options) => importCategories(k, systemActor, file, options),
  });
}
