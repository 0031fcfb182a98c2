import type { Kernel } from '../../../kernel/kernel.ts';
import {
  declareAccountJoin,
  declareDepartmentMerge,
  declareDepartmentUse,
  declarePersonalData,
  declareProcessing,
  districtBook,
  onConsentWithdrawn,
} from '../../people/index.ts';
import { emptyIdea, mergedAgain } from './after.queries.ts';
import { countAt, moveToDepartment } from './department.queries.ts';
import { ideaFileAccess } from './file-access.ts';
import { evidencePurpose, photoPurpose } from './ideas.rules.ts';
import { splitAfterWithdrawal } from './merge-ideas.ts';
import { offerIdeasApi } from './open-data.ts';
import { countThanks, eraseIdeasOf, exportIdeasOf, moveIdeasOf } from './personal-data.queries.ts';
import { ideaProcessing } from './processing.ts';
import { remindOfPromises, tellOfIdeas } from './tell-people.ts';
import { thanksConsent } from './thank-author.ts';
import { revokeThanks } from './thanks.queries.ts';

/** Calls for ideas: files, jobs, messages to people, open data, and what they hold of people and offices. */
export function wireIdeas(k: Kernel): void {
  declareProcessing(k, ideaProcessing);
  for (const purpose of [photoPurpose, evidencePurpose])
    k.files.guard(purpose, (request, file) => ideaFileAccess(k, request, file));
  tellOfIdeas(k);
  offerIdeasApi(k);
  k.jobs.define('consultations.idea_promises', { cron: '10 8 * * *', tz: k.config.TIME_ZONE }, async () => {
    await remindOfPromises(k);
  });
  k.jobs.define('consultations.new_day', { cron: '0 0 * * *', tz: k.config.TIME_ZONE }, async () => {
    // Pages of every kind of consultation say what is left of a day's promise.
    k.cache.invalidate('day');
    await k.live.publish('kernel.cache', ['day']);
  });
  followContributions(k);
  declareOffices(k);
  declarePeople(k);
}

/** What was done to an idea as to anything that people hand in. */
function followContributions(k: Kernel): void {
  k.outbox.subscribe({
    name: 'consultations.ideas_follow',
    types: ['consultations.contribution_withdrawn', 'consultations.contribution_restored'],
    handle: async (tx, event) => {
      const { subjectId } = event.payload as { subjectId: string | null };
      if (!subjectId) return;
      if (event.type === 'consultations.contribution_restored') return mergedAgain(tx, subjectId);
      await k.files.release(tx, await emptyIdea(tx, subjectId));
      await revokeThanks(tx, { contributionId: subjectId }, event.at);
      await splitAfterWithdrawal(k, tx, subjectId);
    },
  });
}

function declareOffices(k: Kernel): void {
  declareDepartmentUse(k, countAt);
  declareDepartmentMerge(k, {
    module: 'consultations.ideas',
    count: async (db, from) => [{ key: 'consultations.ideas.department_moves', count: await countAt(db, from) }],
    move: moveToDepartment,
  });
}

function declarePeople(k: Kernel): void {
  declareAccountJoin(k, {
    module: 'consultations.ideas',
    tables: ['consultations.idea_thanks', 'consultations.idea_carried'],
    move: moveIdeasOf,
  });
  declarePersonalData(k, {
    module: 'consultations.ideas',
    held: 'consultations.ideas.personal.held',
    kept: 'consultations.ideas.personal.kept',
    count: countThanks,
    values: { stage: 'consultations.ideas.stage', outcome: 'consultations.ideas.outcome' },
    export: async (db, accountId) => {
      const districts = await districtBook(k);
      return exportIdeasOf(db, accountId, (id) => districts.name(id, 'zh-CN'));
    },
    erase: eraseIdeasOf,
  });
  onConsentWithdrawn(k, {
    purpose: thanksConsent,
    means: 'consultations.ideas.thanks.consent_means',
    apply: async (tx, accountId, at) => {
      const calls = await revokeThanks(tx, { accountId }, at);
      for (const id of calls) await dropPages(k, tx, id, at);
    },
  });
}

/** The name must go from cached pages at once. */
async function dropPages(k: Kernel, tx: Parameters<Kernel['outbox']['emit']>[0], consultationId: string, at: Date) {
  await k.outbox.emit(tx, at, {
    type: 'consultations.thanks_revoked',
    subject: consultationId,
    actorId: null,
    payload: { subjectId: null },
  });
}
