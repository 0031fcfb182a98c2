import { answerRequest, answerSchema } from '../me/requests/answer.ts';
import { askAboutData, askSchema } from '../me/requests/ask.ts';
import { demoFile } from '../people.demo.ts';
import type { Scene } from './scene.ts';

type DemoRequest = {
  key: string;
  kind: string;
  text: string;
  daysAgo: number;
  answer?: { daysAgo: number; by: string; outcome: string; text: string };
};

/** What people asked about their data: one answered, one that waits. */
export async function seedRequests(scene: Scene): Promise<void> {
  const { k, actor } = scene;
  for (const { key, daysAgo, answer, ...asked } of await demoFile<DemoRequest[]>(k, 'register/data-requests.json')) {
    scene.on(daysAgo);
    const number = await askAboutData(k, actor(key), askSchema.parse(asked));
    if (!answer) continue;
    scene.on(answer.daysAgo);
    await answerRequest(k, actor(answer.by), number, answerSchema.parse(answer));
  }
}
