import type { App } from '../../kernel/http/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { secondFactorRoutes } from './second-factor/second-factor.routes.tsx';
import { demoMessagesRoutes } from './sign-in/demo-messages.routes.tsx';
import { signInRoutes } from './sign-in/sign-in.routes.tsx';
import { welcomeRoutes } from './sign-in/welcome.routes.tsx';

/** Every address of the module but the administrator's. */
export function peopleRoutes(app: App, k: Kernel): void {
  signInRoutes(app, k);
  welcomeRoutes(app, k);
  secondFactorRoutes(app, k);
  demoMessagesRoutes(app, k);
}
