import type { App } from '../../kernel/http/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { appointmentRoutes } from './appointments/appointments.routes.ts';
import { directoryRoutes } from './directory/directory.routes.tsx';
import { guardianRoutes } from './guardians/guardian.routes.tsx';
import { waitingRoutes } from './guardians/waiting.routes.tsx';
import { loginsRoutes } from './logins/logins.routes.tsx';
import { meRoutes } from './me/me.routes.tsx';
import { dataRequestRoutes } from './me/requests/requests.routes.tsx';
import { nominationRoutes } from './nominations/nominate.routes.tsx';
import { organisationRoutes } from './organisations/organisations.routes.tsx';
import { passkeyRoutes } from './passkeys/passkeys.routes.tsx';
import { processingRoutes } from './processing/processing.routes.tsx';
import { recoveryRoutes } from './recovery/recovery.routes.tsx';
import { registerRoutes } from './register/register.routes.ts';
import { secondFactorRoutes } from './second-factor/second-factor.routes.tsx';
import { setUpRoutes } from './set-up/set-up.routes.tsx';
import { demoMessagesRoutes } from './sign-in/demo-messages.routes.tsx';
import { loopbackWechatRoutes } from './sign-in/outside/loopback-wechat.routes.tsx';
import { outsideRoutes } from './sign-in/outside/outside.routes.tsx';
import { signInRoutes } from './sign-in/sign-in.routes.tsx';
import { welcomeRoutes } from './sign-in/welcome.routes.tsx';
import { teamsRoutes } from './teams/teams.routes.tsx';

/** Every address of the module but the administrator's. */
export function peopleRoutes(app: App, k: Kernel): void {
  setUpRoutes(app, k);
  signInRoutes(app, k);
  passkeyRoutes(app, k);
  welcomeRoutes(app, k);
  secondFactorRoutes(app, k);
  meRoutes(app, k);
  guardianRoutes(app, k);
  waitingRoutes(app, k);
  dataRequestRoutes(app, k);
  processingRoutes(app, k);
  demoMessagesRoutes(app, k);
  directoryRoutes(app, k);
  teamsRoutes(app, k);
  outsideRoutes(app, k);
  loginsRoutes(app, k);
  recoveryRoutes(app, k);
  loopbackWechatRoutes(app, k);
  registerRoutes(app, k);
  organisationRoutes(app, k);
  nominationRoutes(app, k);
  appointmentRoutes(app, k);
}
