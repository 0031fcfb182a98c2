import type { Kernel } from '../../../kernel/kernel.ts';
import { type CaseRow, listSteps, type Step } from '../case.queries.ts';
import {
  type CasePromise,
  type Picture,
  type PublishedReply,
  picturesOf,
  promisesOf,
  publishedReplies,
  type StoryExtras,
  storyExtras,
} from './story.queries.ts';

/** A case as it is told from letter to rating, ready to be shown. */
export type Story = {
  row: CaseRow;
  extras: StoryExtras;
  steps: Step[];
  replies: Map<string, PublishedReply>;
  promises: CasePromise[];
  pictures: Picture[];
  /** of the latest rating */
  solved: boolean | null;
};

/** Steps that are the author's own words: their author sees them even where they are not public. */
const ownActs = new Set(['answer', 'addition', 'appeal']);

/**
 * Reads what one case shows.
 * @param reader public: what everybody may see; author: also what the author alone wrote to the office
 */
export async function loadStory(k: Kernel, row: CaseRow, reader: 'public' | 'author'): Promise<Story> {
  const publicOnly = reader === 'public';
  const [extras, allSteps, replies, promises, pictures] = await Promise.all([
    storyExtras(k.db, row.id, row.merged_into_id),
    listSteps(k.db, row.id, publicOnly),
    publishedReplies(k.db, row.id),
    promisesOf(k.db, row.id),
    picturesOf(k.db, row.id, publicOnly),
  ]);
  const steps = allSteps.filter((step) => step.public || ownActs.has(step.act));
  const rated = steps.filter((step) => step.act === 'rate').at(-1);
  return {
    row,
    extras,
    steps,
    replies: new Map(replies.map((reply) => [reply.id, reply])),
    promises,
    pictures,
    solved: typeof rated?.data.solved === 'boolean' ? rated.data.solved : null,
  };
}
