import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook, districtBook, organisationFacts } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { statusOn } from '../consultations.rules.ts';
import { standingModeration } from '../moderation/moderation.queries.ts';
import { todayOf } from '../public/load-consultation.ts';
import { answerDaysOf, answersOf, followUpsOf } from './answer.queries.ts';
import { joinedIdeas } from './carry.queries.ts';
import { categoriesOf } from './category.queries.ts';
import { type Idea, ideaById, ideaByNumber, photosOf } from './idea.queries.ts';
import './ideas.errors.ts';
import { publishedCall } from './load-call.ts';
import { type Moved, movedTo, movesOf } from './move.queries.ts';
import { thanksFor } from './thanks.queries.ts';

/** Everything that is told of an idea. */
export async function storyOf(k: Kernel, call: ConsultationOf<'ideas'>, idea: Idea) {
  const [departments, districts] = await Promise.all([departmentBook(k), districtBook(k)]);
  const [categories, photos, answers, answerDays, followUps, joined, moves, lead, thanks, organisations, hidden] =
    await Promise.all([
      categoriesOf(k.db, call.id),
      photosOf(k.db, idea.id),
      answersOf(k.db, idea.id),
      answerDaysOf(k.db, idea.id),
      followUpsOf(k.db, idea.id),
      joinedIdeas(k.db, idea.id),
      movesOf(k.db, idea.id),
      idea.mergedInto ? ideaById(k.db, idea.mergedInto) : undefined,
      thanksFor(k.db, idea.id),
      idea.organisationId ? organisationFacts(k.db, { ids: [idea.organisationId] }) : [],
      idea.state === 'hidden' ? standingModeration(k.db, idea.id) : undefined,
    ]);
  const today = todayOf(k);
  return {
    ...{ call, idea, today, departments, districts, photos, answers, answerDays, followUps, joined, moves, lead },
    status: statusOn(call, today),
    category: categories.find(({ id }) => id === idea.categoryId)?.name ?? '',
    organisation: organisations[0] ?? null,
    thanks: thanks && !thanks.revokedAt ? thanks : null,
    hiddenUnder: hidden?.ruleNumber ?? '',
  };
}
export type Story = Awaited<ReturnType<typeof storyOf>>;

/** An idea as a number in an address; anything else is no idea. */
export function readNumber(text: string): number | null {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null;
}

/**
 * An idea that everybody may read, or where it is now.
 * @throws AppError consultations.not_found, consultations.ideas.not_found
 */
export async function loadIdea(k: Kernel, slug: string, number: string): Promise<{ story: Story } | { moved: Moved }> {
  const call = await publishedCall(k, slug);
  const known = readNumber(number);
  if (known === null) return fail('consultations.ideas.not_found');
  const idea = await ideaByNumber(k.db, call.id, known);
  if (idea) return { story: await storyOf(k, call, idea) };
  const moved = await movedTo(k.db, call.id, known);
  return moved ? { moved } : fail('consultations.ideas.not_found');
}
