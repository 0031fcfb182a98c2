import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { declareDepartmentMerge, systemActor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { lockCase } from '../case.queries.ts';
import { mayChangeDepartment } from '../cases.policy.ts';
import { nextState } from '../cases.rules.ts';
import {
  casesInHandAt,
  countToMove,
  moveCoHandler,
  moveDefaults,
  movePromises,
  moveRequests,
  moveTemplates,
} from './merge-department.queries.ts';

/**
 * What the mailbox does when a department goes into another. What is in hand goes on there: cases from dispatch until the
 * answer is published, with their standing dispatch, helpers, requests that wait for a ruling and drafts; promises that are
 * not kept; templates; the defaults of the catalogue. Clocks and states stay as they are.
 *
 * What is answered stays with the old department, name and figures: a round counts for whoever published its answer, and
 * one that is in hand for whoever publishes it at last. When a finished case is taken up again, the new round goes to the
 * department that the old one went into (`startNextRound`).
 */
export function declareCaseMoves(k: Kernel): void {
  declareDepartmentMerge(k, {
    module: 'cases',
    count: async (db, from) => {
      const { cases, promises, templates, categories } = await countToMove(db, from);
      return [
        { key: 'cases.dispatch.moves.cases', count: cases },
        { key: 'cases.dispatch.moves.promises', count: promises },
        { key: 'cases.dispatch.moves.templates', count: templates },
        { key: 'cases.dispatch.moves.categories', count: categories },
      ];
    },
    move: (tx, from, to) => moveCases(k, tx, from, to),
  });
}

async function moveCases(k: Kernel, tx: Tx, from: string, to: string): Promise<void> {
  for (const caseId of await casesInHandAt(tx, from)) {
    // Somebody may have finished it between the list and the lock: then it stays as it is.
    const row = await lockCase(tx, caseId);
    if (row && nextState(row.state, 'change_department') !== null) await moveCase(k, tx, caseId, from, to);
  }
  await movePromises(tx, from, to);
  await moveTemplates(tx, from, to);
  await moveDefaults(tx, from, to);
}

function moveCase(k: Kernel, tx: Tx, caseId: string, from: string, to: string): Promise<void> {
  return actInTransaction(k, tx, systemActor, caseId, 'change_department', mayChangeDepartment, async ({ row }) => {
    const led = row.lead_department_id === from;
    await moveRequests(tx, caseId, from, to);
    await moveCoHandler(tx, caseId, { from, to, toLeads: led || row.lead_department_id === to });
    return {
      ...(led && { patch: { lead_department_id: to } }),
      steps: [{ act: 'department_merged', public: led, departmentId: to, data: { from } }],
      event: { fromDepartmentId: from, toDepartmentId: to, led },
      details: { from, to, led },
      result: undefined,
    };
  });
}
