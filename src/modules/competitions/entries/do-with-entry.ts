import type { FastifyRequest } from 'fastify';
import { AppError, type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import { type ReadForm, readMultipart } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, attempt } from '../../people/index.ts';
import type { Sent } from '../desk-page.tsx';
import { arrangeFiles, attachFile, entryPurpose } from './attach-file.ts';
import { deedsOf, entryStage } from './entries.rules.ts';
import { entrySettings, fileLimits } from './entries.settings.ts';
import type { EntryInput } from './entry-input.ts';
import { ownFiles } from './file.queries.ts';
import { type HandInInput, handIn } from './hand-in.ts';
import { ownEntry } from './own-entry.ts';
import { saveEntry } from './save-entry.ts';
import { discardDraft, withdrawEntry } from './withdraw-entry.ts';

const uploads = { name: 'competitions.upload', points: 120, seconds: 3600 };

type Entrant = Actor & { accountId: string };
type Posted = ReadForm['fields'];

/**
 * What the form of an entry asks for. Whatever button was pressed, what was typed is kept first and new files are taken in;
 * so nothing that somebody wrote is lost by moving a picture.
 * @returns where to go on, or the form to be shown again
 */
export async function doWithEntry(
  k: Kernel,
  request: FastifyRequest,
  actor: Entrant,
  id: string,
): Promise<{ to: string; sent?: Sent }> {
  const form = await readForm(k, request, actor, id);
  const deed = textOf(form.fields, 'do') || 'save';
  let to = '';
  const error = await attempt(async () => {
    to = await perform(k, actor, id, deed, form);
  });
  if (!error) return { to };
  if (error.status === 403 || error.status === 401 || error.code === 'competitions.entry_not_found') throw error;
  return { to, sent: { form: 'entry', values: form.fields, thrown: error } };
}

async function readForm(k: Kernel, request: FastifyRequest, actor: Entrant, id: string): Promise<ReadForm> {
  const { entry, competition } = await ownEntry(k.db, actor, id);
  const { media, mostFiles } = entryStage(competition).settings;
  const deeds = deedsOf(competition, entry, k.clock.now());
  const left = mostFiles - (await ownFiles(k.db, id)).length;
  const isOpen = deeds.write || deeds.change;
  if (request.isMultipart() && isOpen && left > 0) await k.limits.take(uploads, actor.accountId);
  return readMultipart(request, {
    files: k.files,
    purpose: entryPurpose,
    ownerId: actor.accountId,
    // Whoever may not change it anyway sends bytes for nothing: none of them are kept.
    mostFiles: isOpen ? Math.max(left, 0) : 0,
    limits: fileLimits(k.settings.get(entrySettings), media),
  });
}

const textOf = (fields: Posted, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

async function perform(k: Kernel, actor: Entrant, id: string, deed: string, form: ReadForm): Promise<string> {
  if (deed === 'withdraw') {
    await withdrawEntry(k, actor, id);
    return '/me/entries?done=withdrawn';
  }
  if (deed === 'discard') {
    await discardDraft(k, actor, id);
    return '/me/entries?done=discarded';
  }
  const fields = form.fields;
  const texts = ['categoryId', 'title', 'byLine', 'summary', 'body', 'version'];
  const typed = Object.fromEntries(texts.map((name) => [name, textOf(fields, name)])) as EntryInput;
  await saveEntry(k, actor, id, typed);
  await takeFiles(k, actor, id, form);
  await arrange(k, actor, id, deed, fields);
  const here = `/me/entries/${id}`;
  if (deed !== 'hand_in') return `${here}?done=saved`;
  const handed: HandInInput = {
    agree: textOf(fields, 'agree') as 'yes',
    ...(textOf(fields, 'keepAfter') === 'yes' && { keepAfter: 'yes' as const }),
  };
  const { entry } = await ownEntry(k.db, actor, id);
  const { late } = await handIn(k, actor, id, handed);
  return `${here}?done=${entry.state === 'mend' ? 'mended' : late ? 'late' : 'handed_in'}`;
}

/** Puts in what came with the form; what is wrong with one of them does not lose the others. */
async function takeFiles(k: Kernel, actor: Entrant, id: string, form: ReadForm): Promise<void> {
  const wrong: FieldErrors = { ...form.fieldErrors };
  const note = (field: string, error: AppError | undefined) => {
    if (error) wrong[field] ??= error.fields?.url ?? { key: `errors.${error.code}`, params: error.params };
  };
  for (const file of form.files) note('files', await attempt(() => attachFile(k, actor, id, { fileId: file.id })));
  const link = textOf(form.fields, 'link').trim();
  if (link !== '') note('link', await attempt(() => attachFile(k, actor, id, { url: link })));
  // What was put in is not typed a second time.
  if (link !== '' && !wrong.link) form.fields.link = '';
  if (Object.keys(wrong).length > 0) failFields(wrong);
}

async function arrange(k: Kernel, actor: Entrant, id: string, deed: string, fields: Posted): Promise<void> {
  const captions = Object.fromEntries(
    Object.keys(fields)
      .filter((name) => name.startsWith('caption_'))
      .slice(0, 50)
      .map((name) => [name.slice('caption_'.length), textOf(fields, name)]),
  );
  const [what, file] = deed.split(':');
  const moves = what === 'up' || what === 'cover' || what === 'remove' ? { [what]: file } : {};
  const error = await attempt(() => arrangeFiles(k, actor, id, { captions, ...moves }));
  if (!error) return;
  // A caption's error stands beside that caption.
  const named = Object.entries(error.fields ?? {}).map(
    ([path, words]) => [path.replace(/^captions\./, 'caption_'), words] as const,
  );
  throw named.length > 0 ? new AppError('kernel.invalid', { n: named.length }, Object.fromEntries(named)) : error;
}
