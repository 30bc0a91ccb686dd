import { defineConfig } from "mmconf";
import { nginx } from "./nginx.mjs";

export default defineConfig({ modules: [nginx] });
