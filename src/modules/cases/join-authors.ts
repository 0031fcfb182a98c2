import type { Kernel } from '../../kernel/kernel.ts';
import { declareAccountJoin } from '../people/index.ts';
import { countFollowed, countLetters, moveAuthor } from './personal-data.queries.ts';

/**
 * When two accounts of one person become one, their letters and the letters they follow go along. What staff did in cases
 * stays under the id that did it: an account of staff does not disappear.
 */
export function declareAuthorsJoin(k: Kernel): void {
  declareAccountJoin(k, {
    module: 'cases',
    tables: ['cases.author', 'cases.follower'],
    count: async (db, from) => [
      { key: 'cases.personal_data.held', count: await countLetters(db, from) },
      { key: 'cases.personal_data.followed', count: await countFollowed(db, from) },
    ],
    move: moveAuthor,
  });
}
