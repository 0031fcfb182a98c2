import type { App } from '../../kernel/http/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { directoryRoutes } from './directory/directory.routes.tsx';
import { meRoutes } from './me/me.routes.tsx';
import { passkeyRoutes } from './passkeys/passkeys.routes.tsx';
import { secondFactorRoutes } from './second-factor/second-factor.routes.tsx';
import { setUpRoutes } from './set-up/set-up.routes.tsx';
import { demoMessagesRoutes } from './sign-in/demo-messages.routes.tsx';
import { signInRoutes } from './sign-in/sign-in.routes.tsx';
import { welcomeRoutes } from './sign-in/welcome.routes.tsx';

/** Every address of the module but the administrator's. */
export function peopleRoutes(app: App, k: Kernel): void {
  setUpRoutes(app, k);
  signInRoutes(app, k);
  passkeyRoutes(app, k);
  welcomeRoutes(app, k);
  secondFactorRoutes(app, k);
  meRoutes(app, k);
  demoMessagesRoutes(app, k);
  directoryRoutes(app, k);
}
