import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scene } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { draftAnswer, publishAnswer } from '../ideas/answer-idea.ts';
import { categoriesOf } from '../ideas/category.queries.ts';
import { concludeCall } from '../ideas/conclude-call.ts';
import { examineIdea } from '../ideas/examine-idea.ts';
import { followUpIdea } from '../ideas/follow-up-idea.ts';
import { mergeIdea } from '../ideas/merge-ideas.ts';
import { sayIdea } from '../ideas/say-idea.ts';
import { setCategories } from '../ideas/set-categories.ts';
import { fillIdeaTemplate } from '../ideas/templates.ts';
import { setSupport } from '../support/set-support.ts';
import type { DemoCall } from './demo-files.ts';
import { begin, hourOf, type Player } from './stage-play.ts';

type DemoIdea = DemoCall['ideas'][number];
type On = { scene: Scene; consultation: ConsultationOf<'ideas'>; convener: Player };

const outcomeOf = { yes: 'taken_up', part: 'partly', no: 'not_taken_up' } as const;

/** A call for ideas, from its template to what was done. */
export async function playCall(k: Kernel, scene: Scene, given: DemoCall): Promise<void> {
  const t = k.i18n.t('zh-CN');
  const filled = fillIdeaTemplate(given.template, t);
  if (!filled) throw new Error(`there is no template ${given.template}`);
  const { title, summary, explanation, audience, settings, categories } = filled;
  const beginning = { ...given, title, summary, explanation, audience, settings };
  const { consultation, convener } = await begin(scene, 'ideas', beginning, (id, actor) =>
    setCategories(scene.k, actor, id, { names: categories.join('\n') }),
  );
  const on: On = { scene, consultation, convener };
  const byName = new Map((await categoriesOf(k.db, consultation.id)).map(({ name, id }) => [name, id]));
  const ids: string[] = [];
  for (const [at, idea] of given.ideas.entries()) {
    scene.on(idea.daysAgo, hourOf(at));
    // keys: consultations.ideas.template.category.*
    const categoryId = byName.get(t(`consultations.ideas.template.category.${idea.category}`));
    const { title, text, as } = idea;
    const input = { title, text, shownAs: as, ...(categoryId ? { categoryId } : {}) };
    const { id } = await sayIdea(scene.k, scene.actor(idea.by), consultation.id, input);
    for (const key of idea.supports) await setSupport(scene.k, scene.actor(key), id, true);
    ids.push(id);
  }
  for (const [at, idea] of given.ideas.entries()) {
    const lead = idea.mergedInto === undefined ? undefined : ids[idea.mergedInto];
    if (lead) {
      scene.on(idea.daysAgo - 1, 15);
      await mergeIdea(scene.k, convener, ids[at] ?? '', lead);
    }
  }
  for (const [at, idea] of given.ideas.entries()) if (idea.stage) await work(on, ids[at] ?? '', idea);
  if (given.startsDaysAgo >= given.days && given.ideas.every(({ stage }) => stage === 'answered' || stage === 'done')) {
    scene.on(1, 15);
    await concludeCall(scene.k, convener, consultation.id);
  }
}

/** Examined three days later, answered after a week, done a few days before today. */
async function work({ scene, consultation, convener }: On, id: string, idea: DemoIdea): Promise<void> {
  scene.on(Math.max(0, idea.daysAgo - 3), 11);
  const examined = Math.max(0, idea.daysAgo - 3);
  await examineIdea(scene.k, convener, id, {
    departmentId: consultation.departmentId,
    answerBy: scene.day(examined - 10),
  });
  if (!idea.answer) return;
  const { taken, text, doneByDays } = idea.answer;
  const answered = Math.max(0, idea.daysAgo - 7);
  scene.on(answered, 16);
  const doneBy = doneByDays === undefined ? '' : scene.day(answered - doneByDays);
  await draftAnswer(scene.k, convener, id, { outcome: outcomeOf[taken], text, doneBy });
  await publishAnswer(scene.k, convener, id, 1);
  if (!idea.followUp) return;
  scene.on(Math.max(0, Math.min(answered - 2, 3)), 10);
  await followUpIdea(scene.k, convener, id, { text: idea.followUp, finished: 'yes' });
}
