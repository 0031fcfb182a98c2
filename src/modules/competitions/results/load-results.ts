import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook } from '../../people/index.ts';
import { publishedCompetition } from '../public/load-competition.ts';
import { complaintFigures, publicAnswers } from './complaint.queries.ts';
import { currentNotice, disqualificationsOf, earlierNotices, namesOfEntries } from './notice.queries.ts';

const mostAnswers = 200;

/**
 * What everybody reads of a competition's results: the notice that stands, or what became final, with all that belongs to
 * it. `notice` is undefined before anything was announced.
 * @throws AppError competitions.not_found
 */
export async function loadResults(k: Kernel, slug: string) {
  const competition = await publishedCompetition(k, slug);
  const { id } = competition;
  const [departments, notice, names, disqualified, earlier, answers, complaints] = await Promise.all([
    departmentBook(k),
    currentNotice(k.db, id),
    namesOfEntries(k.db, id),
    disqualificationsOf(k.db, id),
    earlierNotices(k.db, id),
    publicAnswers(k.db, id, null, mostAnswers),
    complaintFigures(k.db, id),
  ]);
  return { competition, departments, notice, names, disqualified, earlier, answers, complaints };
}
export type ResultsView = Awaited<ReturnType<typeof loadResults>>;

/** The same where the results are final. @throws AppError competitions.results.no_notice before */
export async function loadFinalResults(
  k: Kernel,
  slug: string,
): Promise<ResultsView & { notice: NonNullable<ResultsView['notice']> }> {
  const view = await loadResults(k, slug);
  const { notice } = view;
  if (!notice || view.competition.state !== 'final') throw new AppError('competitions.results.no_notice');
  return { ...view, notice };
}
