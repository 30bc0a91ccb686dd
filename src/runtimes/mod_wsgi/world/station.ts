import { ApacheWorkers } from "../../../simulate/world/apache-workers.js";
import { SERVED, WORKER_FREE } from "../../../simulate/world/events.js";
import type { Site, Station, StationKind } from "../../../simulate/world/station.js";
import { DaemonGroup, RETRY, SOCKET_TIMEOUT } from "./daemon-group.js";
import type { WsgiPlan } from "./plan.js";
import { PROCESS_DUE, PROCESS_WATCHED } from "./process-pool.js";

class WsgiStation implements Station {
  mostWaiting = 0;
  private readonly apache: ApacheWorkers;
  private readonly daemons: DaemonGroup;

  constructor(plan: WsgiPlan, site: Site) {
    this.apache = new ApacheWorkers(plan.apache, site, (job) => this.daemons.enter(job));
    this.daemons = new DaemonGroup(plan, site, (job, outcome, over) =>
      this.apache.respond(job, outcome, over),
    );
  }

  get hasPlace(): boolean {
    return this.apache.hasPlace;
  }

  get waiting(): number {
    return this.apache.held - this.daemons.busyForApache;
  }

  get busy(): number {
    return this.daemons.slots.count;
  }

  get mostBusy(): number {
    return this.daemons.slots.most;
  }

  accept(job: number): void {
    this.apache.accept(job);
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
  }

  happen(kind: number, id: number): void {
    switch (kind) {
      case SERVED:
        this.daemons.served(id);
        break;
      case RETRY:
        this.daemons.retry(id);
        break;
      case SOCKET_TIMEOUT:
        this.daemons.giveUp(id);
        break;
      case WORKER_FREE:
        this.apache.turned();
        break;
      case PROCESS_DUE:
        this.daemons.processDue(id);
        break;
      case PROCESS_WATCHED:
        this.daemons.processWatched(id);
        break;
      default:
        this.daemons.processReturns(id);
        break;
    }
  }
}

export const wsgiStation: StationKind<WsgiPlan> = {
  kind: "mod_wsgi",
  open: (plan, site) => new WsgiStation(plan, site),
};
