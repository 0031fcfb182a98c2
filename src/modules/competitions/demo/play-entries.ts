import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attachFile, entryPurpose } from '../entries/attach-file.ts';
import { handIn } from '../entries/hand-in.ts';
import { saveEntry } from '../entries/save-entry.ts';
import { startEntry } from '../entries/start-entry.ts';
import { closeScreening } from '../screening/close-screening.ts';
import { decideEntry } from '../screening/decide-entry.ts';
import { entriesByNumber } from './demo.queries.ts';
import { type Play, type Player, setClock, stagesOf } from './stage-play.ts';

/** Everybody enters, one after the other over the days of the stage; some leave a draft, some come late. */
export async function playEntries(k: Kernel, play: Play): Promise<void> {
  const { scene, competition, given } = play;
  const [stage] = stagesOf(play, 'entry');
  if (!stage) return;
  const end = Math.min(stage.endsAt.getTime(), k.clock.now().getTime());
  const step_h = (end - stage.startsAt.getTime()) / 3_600_000 / (given.entries.length + 1);
  for (const [at, entry] of given.entries.entries()) {
    const person = scene.actor(entry.account);
    setClock(play, k, stage.startsAt, step_h * at);
    const way = stage.settings.ways.includes('self') ? 'self' : 'team';
    const categoryId = competition.categories[entry.category]?.id ?? '';
    const id = await startEntry(scene.k, person, competition.id, { way, categoryId });
    const { title, byLine, summary, body } = entry;
    await saveEntry(scene.k, person, id, { categoryId, title, byLine, summary, body });
    if (entry.picture) await attachPicture(k, play, person, id, entry.picture);
    if (entry.draft) continue;
    if (entry.late) setClock(play, k, stage.endsAt, 3);
    await handIn(scene.k, person, id, { agree: 'yes', keepAfter: 'yes' });
  }
}

async function attachPicture(k: Kernel, { scene }: Play, person: Player, entryId: string, name: string): Promise<void> {
  const drawing = await readFile(path.join(k.root, 'demo/competitions/plates', `${name}.svg`));
  const picture = await sharp(drawing).png().toBuffer();
  const upload = { name: `${name}.png`, purpose: entryPurpose, ownerId: person.accountId };
  const { id } = await scene.k.files.accept(picture, upload);
  await attachFile(scene.k, person, entryId, { fileId: id, caption: '' });
}

/** All pass in the days of screening; where it runs now, one was sent back and some wait. */
export async function playScreening(k: Kernel, play: Play): Promise<void> {
  const { scene, competition, given } = play;
  const [stage] = stagesOf(play, 'screening');
  if (!stage) return;
  const screener = scene.actor(given.screener ?? '');
  const running = given.now === 'screening';
  setClock(play, k, stage.startsAt, 4);
  const entries = await entriesByNumber(k.db, competition.id);
  const decided = running ? entries.slice(0, Math.ceil(entries.length / 2)) : entries;
  for (const { id } of decided)
    await decideEntry(scene.k, screener, competition.id, { entryId: id, decision: 'accepted' });
  const sentBack = entries[decided.length];
  if (running && sentBack)
    await decideEntry(scene.k, screener, competition.id, {
      entryId: sentBack.id,
      decision: 'mend',
      words: k.i18n.t('zh-CN')('competitions.demo.send_back'),
    });
  if (running) return;
  setClock(play, k, stage.endsAt, -3);
  await closeScreening(scene.k, play.organiser, competition.id);
}
