export { openDoor, type Door, type GuestJob } from './door.ts'
export { holdProject, type Hold } from './hold-project.ts'
export { lookAt, processSpace } from './process-identity.ts'
export { createProjects, type Projects } from './projects.ts'
