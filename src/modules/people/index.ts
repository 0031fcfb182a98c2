export { type Actor, anonymous, departmentsOf, hasRole, isStaff, type Role, type RoleGrant, roles, systemActor } from './actor.ts';
export { identify, peopleModule } from './people.module.ts';
