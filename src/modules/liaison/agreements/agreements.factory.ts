import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { sendAgreement, signAgreement } from './sign-agreement.ts';
import { addDuty, type DutyInput, makeAgreement } from './write-agreement.ts';

/** Test data: an agreement brought as far as asked; `leader` and `administrator` sign where it is to be in force. */
export async function makeTestAgreement(
  k: Kernel,
  given: {
    officer: Actor;
    leader: Actor;
    administrator: Actor;
    departmentId: string;
    organisationId: string;
    state?: 'draft' | 'sent' | 'in_force';
    title?: string;
    text?: string;
    startsOn?: string;
    endsOn?: string;
    duties?: DutyInput[];
  },
): Promise<string> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const id = await makeAgreement(k, given.officer, {
    title: given.title ?? '信息联络协议',
    departmentId: given.departmentId,
    organisationIds: given.organisationId,
    text: given.text ?? '双方各指定一名联络员。',
    startsOn: given.startsOn ?? today,
    endsOn: given.endsOn ?? addDays(today, 365),
  });
  for (const duty of given.duties ?? []) await addDuty(k, given.officer, id, duty);
  const { state = 'in_force' } = given;
  if (state !== 'draft') await sendAgreement(k, given.officer, id);
  if (state === 'in_force') {
    await signAgreement(k, given.leader, id, 'department');
    await signAgreement(k, given.administrator, id, given.organisationId);
  }
  return id;
}
