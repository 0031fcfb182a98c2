import type { Kernel } from '../../../kernel/kernel.ts';
import {
  declareAccountJoin,
  declareDepartmentMerge,
  declarePersonalData,
  declareProcessing,
} from '../../people/index.ts';
import { assignmentsOf, countAssignments, dropAssignments, moveAssignments } from './decision.queries.ts';
import { wireLikeness } from './likeness/keep-likeness.ts';
import { deskTables } from './processing.ts';
import { tellColleagues } from './tell-colleagues.ts';
import { moveTemplates } from './template.queries.ts';

/** The desk of opinions: what its tables hold, and what is found off the request path. */
export function wireOpinionDesk(k: Kernel): void {
  declareProcessing(k, deskTables);
  wireLikeness(k);
  tellColleagues(k);
  declareAccountJoin(k, {
    module: 'consultations.desk',
    tables: ['consultations.assignment'],
    move: (tx, from, to) => moveAssignments(tx, from, to),
  });
  declarePersonalData(k, {
    module: 'consultations.desk',
    held: 'consultations.desk.personal.held',
    count: countAssignments,
    export: assignmentsOf,
    erase: (tx, accountId) => dropAssignments(tx, accountId),
  });
  declareDepartmentMerge(k, {
    module: 'consultations.desk',
    move: (tx, from, to) => moveTemplates(tx, from, to),
  });
}
