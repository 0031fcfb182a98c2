import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { myAppointmentRoutes } from './me.routes.tsx';
import { publicAppointmentRoutes } from './public.routes.tsx';
import { staffAppointmentRoutes } from './staff.routes.tsx';

/** Appointments for everybody, for whoever serves, and for staff. */
export function appointmentRoutes(app: App, k: Kernel): void {
  publicAppointmentRoutes(app, k);
  myAppointmentRoutes(app, k);
  staffAppointmentRoutes(app, k);
}
