import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declareRegisterProcessing } from './processing.ts';
import { declareRegisterData } from './register-personal-data.ts';
import { defineRegisterClock } from './run-register-clock.ts';
import { offerInSecretariat } from './secretariat/secretariat-frame.tsx';
import { wireRegisterNotices } from './tell-of-register.ts';

/** Jobs, notices, personal data and places of the register. */
export function wireRegister(k: Kernel): void {
  declareRegisterData(k);
  declareRegisterProcessing(k);
  wireRegisterNotices(k);
  defineRegisterClock(k);
  offerOnMe(k, {
    href: '/me/membership',
    label: 'people.register.me.title',
    note: 'people.register.me.note',
    icon: 'join',
    order: 30,
  });
  offerInSecretariat(k, { href: '/secretariat', label: 'people.register.nav.desk', order: 10 });
  offerInSecretariat(k, { href: '/secretariat/members', label: 'people.register.nav.members', order: 20 });
}
