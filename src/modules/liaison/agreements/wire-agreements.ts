import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf, declareDepartmentMerge, declareDepartmentUse } from '../../people/index.ts';
import { speaksOf } from '../exchange/organisations.ts';
import './agreements.errors.ts';
import { mayReadAgreement } from './agreements.policy.ts';
import { agreementOfFile, countStanding, moveAgreements } from './agreements.queries.ts';
import { filePurpose, turnAgreements } from './keep-agreement.ts';
import { remindOfAgreements, tellParties } from './tell-parties.ts';

/** Clocks, reminders, notifications and files of agreements. */
export function wireAgreements(k: Kernel): void {
  tellParties(k);
  k.jobs.define('liaison.agreements', { cron: '20 8 * * *', expireSeconds: 900, retryLimit: 1 }, async () => {
    await turnAgreements(k);
    await remindOfAgreements(k);
  });
  k.files.guard(filePurpose, async (request, file) => {
    const actor = await actorOf(k, request);
    if (!file.claimed) return actor.accountId !== null && actor.accountId === file.ownerId ? 'reader' : 'nobody';
    const row = await agreementOfFile(k.db, file.id);
    return row && mayReadAgreement(actor, row, await speaksOf(k, actor)) ? 'reader' : 'nobody';
  });
  declareDepartmentUse(k, countStanding);
  declareDepartmentMerge(k, {
    module: 'liaison.agreements',
    count: async (db, from) => [{ key: 'liaison.agreements.moving', count: await countStanding(db, from) }],
    move: (tx, from, to) => moveAgreements(tx, from, to),
  });
}
