// Where each cause sits, and where each injection goes.
import { later } from "../language.js";

/** @import { Figure } from "./regions.js" */

/**
 * @param {Figure} side
 * @param {number} x
 * @param {number} y
 * @param {number} rx
 * @param {number} ry
 */
const site = (side, x, y, rx, ry) => ({ side, x, y, rx, ry });

/** @typedef {ReturnType<typeof site>} Place */

/** @type {Record<string, Place | null>} null: it may sit anywhere */
export const PLACES = {
  gluteal_trigger_points: site("back", 140, 79, 18, 15),
  piriformis_syndrome: site("back", 131, 96, 21, 14),
  greater_trochanteric_pain: site("back", 153, 107, 16, 22),
  ischial_bursitis: site("back", 125, 138, 15, 14),
  proximal_hamstring_tendinopathy: site("back", 126, 149, 13, 24),
  ischiofemoral_impingement: site("back", 138, 131, 15, 15),
  sacroiliac_joint_pain: site("back", 114, 86, 32, 36),
  axial_spondyloarthritis: site("back", 100, 85, 30, 23),
  pubic_ramus_stress_fracture: site("front", 109, 137, 14, 12),
  osteitis_pubis: site("front", 100, 126, 13, 15),
  sacral_stress_fracture: site("back", 107, 79, 15, 23),
  femoral_neck_stress_fracture: site("front", 143, 114, 15, 15),
  hip_osteoarthritis: site("front", 135, 108, 22, 22),
  femoroacetabular_impingement: site("front", 132, 101, 19, 17),
  coccydynia: site("back", 100, 121, 13, 15),
  lumbar_radiculopathy: site("back", 109, 58, 18, 16),
  lumbar_facet_pain: site("back", 112, 46, 19, 22),
  lumbar_spinal_stenosis: site("back", 100, 43, 16, 28),
  cluneal_nerve_entrapment: site("back", 130, 53, 17, 11),
  pudendal_neuralgia: site("back", 109, 133, 15, 18),
  gluteal_vascular_claudication: site("back", 135, 92, 27, 27),
  pelvic_visceral_referral: site("front", 100, 94, 32, 23),
  cauda_equina_syndrome: site("back", 100, 134, 22, 20),
  pelvic_infection: null,
  pelvic_malignancy: null,
  unexplained: null,
};

/**
 * Where each injection goes.
 * @param {Figure} side
 * @param {number} x
 * @param {number} y
 * @param {string} label beside the cross-hair
 */
const spot = (side, x, y, label) => ({ side, x, y, label });

/** @type {Record<string, ReturnType<typeof spot>>} */
export const TARGETS = {
  trigger_point_injection: spot("back", 139, 81, later("taut band in muscle")),
  piriformis_injection: spot("back", 125, 98, later("medial piriformis")),
  piriformis_botulinum: spot("back", 132, 99, later("belly of piriformis")),
  perisciatic_hydrodissection: spot("back", 130, 109, later("around sciatic nerve")),
  sij_intraarticular: spot("back", 112.5, 97, later("lower third of joint")),
  sij_periarticular: spot("back", 117, 90, later("dorsal ligaments")),
  sij_lateral_branch_block: spot("back", 108.5, 83, later("sacral branches")),
  sij_lateral_branch_rf: spot("back", 108.5, 83, later("sacral branches")),
  trochanteric_bursa_injection: spot("back", 154, 109, later("bursa at trochanter")),
  gluteal_tendon_prp: spot("back", 152, 101, later("gluteal tendon")),
  ischiogluteal_bursa_injection: spot("back", 125, 139, later("bursa of sit bone")),
  hamstring_peritendinous_injection: spot("back", 127, 144, later("beside hamstring origin")),
  hamstring_prp: spot("back", 126, 143, later("hamstring origin")),
  ischiofemoral_injection: spot("back", 138, 129, later("quadratus femoris")),
  pubic_symphysis_injection: spot("front", 100, 126, later("cleft of symphysis")),
  hip_intraarticular: spot("front", 140, 112, later("hip joint recess")),
  lumbar_transforaminal_epidural: spot("back", 109, 61, later("root at foramen")),
  lumbar_interlaminar_epidural: spot("back", 103, 62, later("epidural space")),
  caudal_epidural: spot("back", 100, 111, later("sacral hiatus")),
  lumbar_medial_branch_block: spot("back", 108, 51, later("medial branches")),
  lumbar_medial_branch_rf: spot("back", 108, 51, later("medial branches")),
  superior_cluneal_block: spot("back", 125, 52, later("nerve at crest")),
  middle_cluneal_block: spot("back", 115, 87, later("middle cluneal nerve")),
  pudendal_block: spot("back", 117, 113, later("ischial spine")),
  ganglion_impar_block: spot("back", 100, 116, later("ganglion impar")),
  coccygeal_injection: spot("back", 100, 122, later("coccyx")),
  sacroplasty: spot("back", 109, 74, later("ala of sacrum")),
  image_guided_biopsy: spot("back", 106, 86, later("lesion on imaging")),
  aspiration_drainage: spot("back", 127, 99, later("collection on imaging")),
};
