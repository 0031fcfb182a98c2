import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook } from '../../people/index.ts';
import { type Competition, competitionBySlug } from '../competition.queries.ts';
import '../competitions.errors.ts';
import type { PageKey } from '../../../kernel/db/index.ts';
import { countNotes } from '../organise/notes.queries.ts';
import {
  countWorks,
  galleryPage,
  type ListedCompetition,
  type ListFilter,
  listCompetitions,
  namedDuties,
} from './public.queries.ts';

const slugPattern = /^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$/;

/**
 * A competition that everybody may read.
 * @throws AppError competitions.not_found for a draft as for none
 */
export async function publishedCompetition(k: Kernel, slug: string): Promise<Competition> {
  const found = slugPattern.test(slug) ? await competitionBySlug(k.db, slug) : undefined;
  if (!found || found.state === 'draft') throw new AppError('competitions.not_found');
  // One that was called off before it was opened was never published.
  if (found.openedAt === null) throw new AppError('competitions.not_found');
  return found;
}

/** Works that stand on the competition's own page. */
const firstWorks = 4;

/** Everything that a competition's own page shows. */
export async function loadCompetitionPage(k: Kernel, slug: string) {
  const competition = await publishedCompetition(k, slug);
  const [departments, works, people, notes, first] = await Promise.all([
    departmentBook(k),
    countWorks(k.db, competition.id),
    namedDuties(k.db, competition.id),
    countNotes(k.db, competition.id),
    galleryPage(k.db, { competitionId: competition.id, categoryId: null }, 0, firstWorks),
  ]);
  const total = [...works.values()].reduce((sum, n) => sum + n, 0);
  return { competition, departments, works, total, people, notes, first };
}
export type CompetitionView = Awaited<ReturnType<typeof loadCompetitionPage>>;

export const listSize = 20;

export type FoundCompetitions = { rows: ListedCompetition[]; more: boolean };

/** One page of a list of competitions. */
export async function findCompetitions(
  k: Kernel,
  filter: ListFilter,
  after: PageKey | null,
  size = listSize,
): Promise<FoundCompetitions> {
  const rows = await listCompetitions(k.db, filter, after, size + 1);
  return { rows: rows.slice(0, size), more: rows.length > size };
}
