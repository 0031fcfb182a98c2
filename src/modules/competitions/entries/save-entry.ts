import { type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type EntryFields, type EntryInput, entryInput, holdCategory, missingIn } from './entry-input.ts';
import { ownFiles } from './file.queries.ts';
import { type OwnEntry, updateTexts } from './own-entry.queries.ts';
import { changeEntry, holdEntryVersion } from './own-entry.ts';

/**
 * Keeps what somebody wrote. A draft may be incomplete; what was handed in may not become so.
 * @returns the version that the next save has to name
 * @throws AppError competitions.entries.changed_elsewhere, kernel.invalid, and as `changeEntry`
 */
export async function saveEntry(
  k: Kernel,
  actor: Actor,
  entryId: string,
  given: EntryInput,
): Promise<{ version: number }> {
  const { version, ...fields } = entryInput.parse(given);
  return changeEntry(k, actor, entryId, async ({ tx, entry, competition, at, handedIn }) => {
    holdCategory(competition, fields.categoryId);
    const wanted = fieldsFor(entry, fields);
    // A form that is sent twice is no conflict.
    if (isSame(entry, wanted)) return { changed: false, result: { version: entry.version } };
    holdEntryVersion(entry, version);
    if (handedIn) {
      const files = await ownFiles(tx, entryId);
      const missing = missingIn(wanted, { files: files.length, categoryChosen: true });
      if (missing) failFields(missing as FieldErrors);
    }
    return { changed: true, result: { version: await updateTexts(tx, entry, wanted, at) } };
  });
}

/** An organisation enters under its own name, whatever was typed. */
function fieldsFor(entry: OwnEntry, fields: Omit<EntryFields, 'version'>): Omit<EntryFields, 'version'> {
  return {
    ...fields,
    categoryId: fields.categoryId || entry.categoryId,
    byLine: entry.way === 'organisation' ? entry.byLine : fields.byLine,
  };
}

const isSame = (entry: OwnEntry, fields: Omit<EntryFields, 'version'>): boolean =>
  entry.categoryId === fields.categoryId &&
  entry.title === fields.title &&
  entry.byLine === fields.byLine &&
  entry.summary === fields.summary &&
  entry.body === fields.body;
