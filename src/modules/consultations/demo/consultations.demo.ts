import type { Kernel } from '../../../kernel/kernel.ts';
import { demoFile, openScene } from '../../people/index.ts';
import { consultationBySlug } from '../consultation.queries.ts';
import type { DemoCall, DemoDraft, DemoMap } from './demo-files.ts';
import { playDraft } from './play-drafts.ts';
import { playCall } from './play-ideas.ts';
import { playMap } from './play-maps.ts';

/** The demo city's drafts, calls for ideas and opinion maps, each in another stage; once. */
export async function seedConsultations(k: Kernel): Promise<void> {
  const drafts = await demoFile<DemoDraft[]>(k, 'consultations/drafts.json');
  if (drafts[0] && (await consultationBySlug(k.db, drafts[0].slug))) return;
  const scene = await openScene(k);
  for (const draft of drafts) await playDraft(k, scene, draft);
  for (const call of await demoFile<DemoCall[]>(k, 'consultations/ideas.json')) await playCall(k, scene, call);
  for (const map of await demoFile<DemoMap[]>(k, 'consultations/maps.json')) await playMap(scene, map);
}
