import type { Kernel } from '../../src/kernel/kernel.ts';
import { addDays, localDate } from '../../src/kernel/time/index.ts';
import { consultationBySlug } from '../../src/modules/consultations/consultation.queries.ts';
import { announceHearing } from '../../src/modules/consultations/convene/announce-hearing.ts';
import { signUpForHearing } from '../../src/modules/consultations/convene/sign-up-for-hearing.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';

/** A hearing on a planted draft, and somebody who signed up for it. */
export async function plantConvene(k: Kernel, { people }: Cast, { slug }: { slug: string }) {
  const consultation = await consultationBySlug(k.db, slug);
  if (!consultation) throw new Error('no draft is planted');
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const hearing = await announceHearing(k, people.own_convener, consultation.id, {
    ...{ day: addDays(today, 9), from: '14:00', until: '16:00', place: '市民中心', agenda: '', seats: 10 },
    signUpUntil: addDays(today, 7),
  });
  const ids = { consultationId: consultation.id, hearingId: hearing };
  await signUpForHearing(k, people.resident, ids, {
    ...{ name: mark('hearing_name'), contact: mark('hearing_contact'), speaks: true, about: mark('hearing_about') },
  });
  return { slug, hearing };
}
