import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import type { MediaKind } from '../competitions.rules.ts';
import { entryStage } from './entries.rules.ts';
import { entrySettings } from './entries.settings.ts';
import { longest } from './entry-input.ts';
import { deleteFiles, insertFile, type OwnFile, ownFiles, setCaptions, setOrder } from './file.queries.ts';
import { setCover, touchEntry } from './own-entry.queries.ts';
import { type Changing, changeEntry } from './own-entry.ts';

/** Uploads for entries. */
export const entryPurpose = 'competitions.entry';

/** An address on the web, without a user name in it; `javascript:` and the like are none. */
const webAddress = z
  .string()
  .max(longest.url, 'competitions.entries.field.link')
  .transform((typed, ctx) => {
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`);
    const sound =
      url !== null &&
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      url.username === '' &&
      url.password === '' &&
      url.hostname.includes('.') &&
      url.href.length <= longest.url;
    if (sound) return url.href;
    ctx.addIssue({ code: 'custom', message: 'competitions.entries.field.link' });
    return z.NEVER;
  });

const caption = z
  .string()
  .default('')
  .transform(typedLine)
  .pipe(z.string().max(longest.caption, 'competitions.entries.field.too_long'));

const fileInput = z.object({ fileId: z.string().refine(isId), caption });
const linkInput = z.object({ url: webAddress, caption });
export type AttachInput = z.input<typeof fileInput> | z.input<typeof linkInput>;

const kindOf = (file: StoredFile): MediaKind => {
  if (file.mediaType.startsWith('audio/')) return 'audio';
  if (file.mediaType.startsWith('video/')) return 'video';
  return file.width === null ? 'document' : 'image';
};

/**
 * Puts an upload of the same account, or a link, behind what the entry has already. The upload is called by a number from
 * then on: what the device called it often holds a name, and judges may have to do without.
 * @returns the id within the entry
 * @throws AppError competitions.entries.too_many_files, .too_much, .kind_not_taken, files.gone, and as `changeEntry`
 */
export async function attachFile(k: Kernel, actor: Actor, entryId: string, given: AttachInput): Promise<string> {
  const input = 'url' in given ? linkInput.parse(given) : fileInput.parse(given);
  return changeEntry(k, actor, entryId, async (changing) => {
    const { tx, entry, competition, at } = changing;
    const { mostFiles, media } = entryStage(competition).settings;
    const files = await ownFiles(tx, entryId);
    if (files.length >= mostFiles) fail('competitions.entries.too_many_files', { limit: mostFiles });
    const facts = 'url' in input ? link(input.url) : await claimed(k, actor, changing, files, input.fileId);
    if (!media.includes(facts.kind)) fail('competitions.entries.kind_not_taken');
    const { competitionId } = entry;
    const id = await insertFile(tx, { competitionId, entryId, ...facts, caption: input.caption });
    if (facts.kind === 'image' && entry.coverFileId === null) await setCover(tx, entryId, facts.fileId);
    await touchEntry(tx, entryId, at);
    return { changed: true, result: id };
  });
}

const none = { fileId: null, url: null, name: '', mediaType: '', sizeBytes: 0, width: null, height: null };

const link = (url: string) => ({ ...none, kind: 'link' as MediaKind, url });

async function claimed(k: Kernel, actor: Actor, { tx, entry }: Changing, files: readonly OwnFile[], fileId: string) {
  const [file] = await k.files.claim(tx, [fileId], { purpose: entryPurpose, ownerId: actor.accountId });
  if (!file) return fail('files.gone');
  const { entry_mb } = k.settings.get(entrySettings);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, file.sizeBytes);
  if (bytes > entry_mb * 1_000_000) fail('competitions.entries.too_much', { limit: entry_mb });
  const place = (files.at(-1)?.position ?? 0) + 1;
  await k.files.rename(tx, file.id, `${entry.number ?? 'entry'}-${place}`);
  const { name, mediaType, sizeBytes, width, height } = file;
  return { ...none, kind: kindOf(file), fileId: file.id, name, mediaType, sizeBytes, width, height };
}

/** What can be done with the files of an entry in one go; ids that are not in the entry are passed over. */
export const arrangeInput = z.object({
  captions: z.record(z.string().refine(isId), caption).default({}),
  remove: z.string().refine(isId).optional(),
  /** one place towards the beginning */
  up: z.string().refine(isId).optional(),
  /** a picture that stands for the entry in galleries */
  cover: z.string().refine(isId).optional(),
});
export type ArrangeInput = z.input<typeof arrangeInput>;

/** Captions, order, cover and removal of files. */
export async function arrangeFiles(k: Kernel, actor: Actor, entryId: string, given: ArrangeInput): Promise<void> {
  const input = arrangeInput.parse(given);
  await changeEntry(k, actor, entryId, async ({ tx, entry, at }) => {
    const files = await ownFiles(tx, entryId);
    const find = (id: string | undefined) => files.find((file) => file.id === id);
    const captions = Object.entries(input.captions).filter(([id, words]) => (find(id)?.caption ?? words) !== words);
    if (captions.length > 0) await setCaptions(tx, entryId, Object.fromEntries(captions));
    const [removed, up, cover] = [find(input.remove), find(input.up), find(input.cover)];
    if (removed) {
      await k.files.release(tx, await deleteFiles(tx, entryId, [removed.id]));
      if (entry.coverFileId !== null && removed.fileId === entry.coverFileId)
        await setCover(tx, entryId, firstPicture(files, removed));
    }
    if (up) await setOrder(tx, entryId, movedUp(files, up));
    if (cover?.kind === 'image') await setCover(tx, entryId, cover.fileId);
    const changed = captions.length > 0 || Boolean(removed ?? up ?? cover);
    if (changed) await touchEntry(tx, entryId, at);
    return { changed, result: undefined };
  });
}

const firstPicture = (files: readonly OwnFile[], but: OwnFile): string | null =>
  files.find(({ id, kind }) => kind === 'image' && id !== but.id)?.fileId ?? null;

function movedUp(files: readonly OwnFile[], file: OwnFile): string[] {
  const order = files.map(({ id }) => id);
  const at = order.indexOf(file.id);
  if (at > 0) order.splice(at - 1, 2, file.id, order[at - 1] as string);
  return order;
}
