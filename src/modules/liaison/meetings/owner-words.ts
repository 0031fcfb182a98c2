import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Book, Department, OrganisationFacts } from '../../people/index.ts';

type Named = {
  departments: Book<Department>;
  organisations: ReadonlyMap<string, OrganisationFacts>;
  names: ReadonlyMap<string, string>;
};

/** Whose a decision is: the office or organisation, and who sees to it there. */
export function ownerWords(
  view: Named,
  decision: { departmentId: string | null; organisationId: string | null; personId: string | null },
  locale: Locale,
): string {
  const office = decision.departmentId
    ? view.departments.name(decision.departmentId, locale)
    : (view.organisations.get(decision.organisationId ?? '')?.name ?? '');
  return [office, view.names.get(decision.personId ?? '')].filter(Boolean).join(' ');
}
