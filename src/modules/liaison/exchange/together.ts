import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { offerToOrganisations } from '../../people/index.ts';
import { agreementRoutes } from '../agreements/agreements.routes.tsx';
import { wireAgreements } from '../agreements/wire-agreements.ts';
import { feedbackRoutes } from '../feedback/feedback.routes.tsx';
import { wireFeedback } from '../feedback/wire-feedback.ts';
import { meetingRoutes } from '../meetings/meetings.routes.tsx';
import { wireMeetings } from '../meetings/wire-meetings.ts';
import { exchangeRoutes } from './exchange.routes.tsx';
import { wireExchange } from './wire-exchange.ts';

/** What the city does together with organisations and departments: exchange, agreements, meetings, yearly feedback. */
export function togetherRoutes(app: App, k: Kernel): void {
  exchangeRoutes(app, k);
  agreementRoutes(app, k);
  meetingRoutes(app, k);
  feedbackRoutes(app, k);
}

export function wireTogether(k: Kernel): void {
  wireExchange(k);
  offerToOrganisations(k, {
    path: 'liaison',
    label: 'liaison.exchange.title',
    parts: ['administrator', 'liaison_officer'],
  });
  wireAgreements(k);
  wireMeetings(k);
  wireFeedback(k);
}
