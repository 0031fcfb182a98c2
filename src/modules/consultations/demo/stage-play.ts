import { departmentBook, type Scene } from '../../people/index.ts';
import { type ConsultationOf, consultationById } from '../consultation.queries.ts';
import type { ConsultationKind } from '../consultations.rules.ts';
import { createConsultation } from '../convene/create-consultation.ts';
import { openConsultation } from '../convene/open-consultation.ts';

export type Player = ReturnType<Scene['actor']>;

/** What every kind of consultation begins with. */
type Beginning = {
  slug: string;
  department: string;
  convener: string;
  title: string;
  summary: string;
  explanation: string;
  audience: string;
  startsDaysAgo: number;
  days: number;
  settings?: Record<string, unknown>;
};

/** Days between making a consultation and its first day. */
const preparing = 4;

/**
 * Makes it some days before its first, lets `prepare` put in what is missing, and publishes it.
 * @returns the consultation as it was published, with the clock on that day
 */
export async function begin<K extends ConsultationKind>(
  scene: Scene,
  kind: K,
  given: Beginning,
  prepare: (id: string, convener: Player) => Promise<void>,
): Promise<{ consultation: ConsultationOf<K>; convener: Player }> {
  const convener = scene.actor(given.convener);
  const departments = await departmentBook(scene.k);
  scene.on(Math.max(0, given.startsDaysAgo) + preparing, 9);
  const { slug, title, summary, explanation, audience, settings = {} } = given;
  const { id } = await createConsultation(scene.k, convener, {
    ...{ kind, slug, title, summary, explanation, audience, settings },
    departmentId: departments.byCode(given.department)?.id ?? '',
    startsOn: scene.day(given.startsDaysAgo),
    endsOn: scene.day(given.startsDaysAgo - given.days + 1),
  });
  await prepare(id, convener);
  scene.on(Math.max(0, given.startsDaysAgo) + 1, 16);
  await openConsultation(scene.k, convener, id);
  const consultation = await consultationById(scene.k.db, id);
  if (!consultation) throw new Error('the demo has lost a consultation');
  return { consultation: consultation as ConsultationOf<K>, convener };
}

/** Hours of the day at which things happen, so that not everything happens at ten. */
export const hourOf = (position: number): number => 8 + ((position * 5) % 13);
