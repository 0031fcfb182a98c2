import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type ByNumber, postCheck, postDecision, showApplication } from './application-handlers.tsx';
import { exportDesk, showDesk } from './desk-handlers.tsx';
import { postMember, showMember } from './member-handlers.tsx';
import { memberForms } from './member-page.tsx';
import { exportMembers, showMembers } from './members-handlers.tsx';
import { tableKinds } from './send-table.ts';

/** The secretariat's desk, applications, and members for staff. */
export function secretariatRoutes(app: App, k: Kernel): void {
  app.get('/secretariat', (request, reply) => showDesk(k, request, reply));
  app.get<ByNumber>('/secretariat/applications/:number', (request, reply) => showApplication(k, request, reply));
  app.post<ByNumber>('/secretariat/applications/:number/check', (request, reply) => postCheck(k, request, reply));
  app.post<ByNumber>('/secretariat/applications/:number/decide', (request, reply) => postDecision(k, request, reply));
  app.get('/secretariat/members', (request, reply) => showMembers(k, request, reply));
  app.get<ByNumber>('/secretariat/members/:number', (request, reply) => showMember(k, request, reply));
  for (const form of memberForms)
    app.post<ByNumber>(`/secretariat/members/:number/${form}`, (request, reply) => postMember(k, request, reply, form));
  for (const kind of tableKinds) {
    app.get(`/secretariat/list.${kind}`, (request, reply) => exportDesk(k, request, reply, kind));
    app.get(`/secretariat/members.${kind}`, (request, reply) => exportMembers(k, request, reply, kind));
  }
}
