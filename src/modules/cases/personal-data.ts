import type { Kernel } from '../../kernel/kernel.ts';
import { declarePersonalData } from '../people/index.ts';
import { authorReads, countLetters, eraseAuthor, lettersOf } from './personal-data.queries.ts';

/** What the mailbox holds of people, for the page on which everybody sees, takes away and erases theirs. */
export function declareAuthorsData(k: Kernel): void {
  declarePersonalData(k, {
    module: 'cases',
    held: 'cases.personal_data.held',
    kept: 'cases.personal_data.kept',
    values: { kind: 'cases.kind', state: 'cases.state', channel: 'cases.channel', why: 'cases.personal_data.why' },
    count: countLetters,
    export: lettersOf,
    erase: eraseAuthor,
    looks: async (db, accountId, limit) =>
      (await authorReads(db, accountId, limit)).map((read) => ({ ...read, what: 'cases.personal_data.author_read' })),
  });
}
