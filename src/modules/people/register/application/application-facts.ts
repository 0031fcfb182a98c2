import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { ApplicationFacts } from '../register.policy.ts';
import { type Application, checksOf } from './application.queries.ts';
import { acceptedNominations } from './nomination-source.ts';

/**
 * What the policy must know of an application at this moment: who recommended the person, also where they accepted that
 * only after they had applied, and who checked it.
 */
export async function factsOf(k: Kernel, tx: Tx, application: Application): Promise<ApplicationFacts> {
  const { id, accountId, nominatedBy } = application;
  const later = (await acceptedNominations(k, tx, accountId)).flatMap((nomination) => nomination.nominatedBy);
  const checkedBy = (await checksOf(tx, id)).map(({ by }) => by);
  return { accountId, nominatedBy: [...nominatedBy, ...later], checkedBy };
}
