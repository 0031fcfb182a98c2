import { demoFile, departmentBook, type Scene } from '../../people/index.ts';
import { findReport } from '../feedback/feedback.queries.ts';
import { openRound, saveReport, sendReport, signReport, type TextsInput } from '../feedback/write-report.ts';

type DemoReport = {
  department: string;
  writer: string;
  signer?: string;
  texts: Omit<TextsInput, 'revision'>;
};

/** This year's reports of the departments: some sent, one being written, the others not begun. */
export async function seedFeedback(scene: Scene): Promise<void> {
  const { k, actor } = scene;
  const departments = await departmentBook(k);
  scene.on(9);
  const year = await openRound(k, actor('liaison'), { year: scene.day(9).slice(0, 4), dueOn: scene.day(-25) });
  for (const given of await demoFile<DemoReport[]>(k, 'register/feedback.json')) {
    const departmentId = departments.byCode(given.department)?.id ?? '';
    const revision = async () => (await findReport(k.db, year, departmentId))?.revision ?? 0;
    scene.on(6);
    await saveReport(k, actor(given.writer), year, departmentId, { ...given.texts, revision: await revision() });
    if (!given.signer) continue;
    scene.on(4);
    await signReport(k, actor(given.signer), year, departmentId, await revision());
    await sendReport(k, actor(given.writer), year, departmentId);
  }
}
