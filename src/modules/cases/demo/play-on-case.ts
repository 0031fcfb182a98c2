import type { Kernel } from '../../../kernel/kernel.ts';
import { anonymous, demoActors, departmentBook } from '../../people/index.ts';
import type { DemoCase, DemoStep } from './demo-case.ts';
import { playStep } from './play-step.ts';

/** Lets one act of the staff happen to a case that the demo of another module opened, at the time of `k.clock`. */
export async function playOnCase(
  k: Kernel,
  { caseId, lead, ...step }: { caseId: string; lead: string } & Pick<DemoStep, 'act' | 'text'>,
): Promise<void> {
  const departments = await departmentBook(k);
  const leadId = departments.byCode(lead)?.id ?? '';
  const told: DemoStep = { ...step, after: 0 };
  await playStep({
    stage: { k, actors: await demoActors(k), departments, caseIds: new Map(), leads: new Map() },
    given: { key: caseId, channel: 'walk_in', lead, story: [told] } as unknown as DemoCase,
    step: told,
    caseId,
    leadId,
    author: anonymous,
  });
}
