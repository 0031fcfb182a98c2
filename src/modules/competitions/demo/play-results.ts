import type { Kernel } from '../../../kernel/kernel.ts';
import { answerComplaint } from '../results/answer-complaint.ts';
import { complain } from '../results/complain.ts';
import { finaliseResults } from '../results/finalise-results.ts';
import { publishNotice } from '../results/publish-notice.ts';
import { type Play, setClock, stagesOf } from './stage-play.ts';

/** The notice of results, and a complaint that was answered. */
export async function playAnnouncement(k: Kernel, play: Play): Promise<void> {
  const { scene, competition, organiser } = play;
  const [stage] = stagesOf(play, 'announcement');
  if (!stage || k.clock.now() < stage.startsAt) return;
  const words = scene.k.i18n.t('zh-CN');
  setClock(play, k, stage.startsAt, 0.5);
  await publishNotice(scene.k, organiser, competition.id, { words: words('competitions.demo.notice') });
  setClock(play, k, stage.startsAt, 6);
  const resident = scene.actor('wangkui');
  const { number } = await complain(scene.k, resident, competition.id, {
    entry: '1',
    text: words('competitions.demo.complaint'),
  });
  setClock(play, k, stage.startsAt, 25);
  await answerComplaint(scene.k, organiser, competition.id, {
    number,
    upheld: 'no',
    answer: words('competitions.demo.answer'),
  });
}

/** The period is over: results become final, and certificates are there. */
export async function playFinal(k: Kernel, play: Play): Promise<void> {
  const [stage] = stagesOf(play, 'results');
  if (!stage) return;
  setClock(play, k, stage.startsAt, 1);
  await finaliseResults(play.scene.k, play.organiser, play.competition.id);
}
