import type { Competition } from '../../competition.queries.ts';
import type { Stage } from '../../competitions.rules.ts';
import type { Ballot } from '../ballot.queries.ts';
import type { VotedEntry } from '../close/vote-standings.ts';

/** The first line of the published file: what the ballots were about, fixed with the close head. */
export function headerLine(
  competition: Pick<Competition, 'slug' | 'title' | 'categories'>,
  stage: Stage<'ballot'>,
  ballot: Pick<Ballot, 'origin' | 'hash' | 'publicKey'>,
  field: readonly VotedEntry[],
): string {
  const { form, most, scope, changeable, weight } = stage.settings;
  const positions = new Map(competition.categories.map(({ id, position }) => [id, position]));
  return JSON.stringify({
    format: 'tongxin-ballots/1',
    competition: competition.slug,
    title: competition.title,
    stage: stage.id,
    origin: ballot.origin,
    hash: ballot.hash,
    public_key: ballot.publicKey.toString('base64'),
    rules: { form, most, scope, changeable, weight },
    categories: competition.categories.map(({ position, name }) => ({ position, name })),
    entries: field.map(({ number, title, categoryId, out }) => ({
      number,
      category: positions.get(categoryId) ?? 0,
      title,
      ...(out ? { out } : {}),
    })),
  });
}
