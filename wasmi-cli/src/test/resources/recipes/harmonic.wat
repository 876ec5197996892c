(module
  (type (;0;) (func (param i32) (result f64)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) i32.const 66560)
  (export "memory" (memory 0))
  (export "harmonic" (func 0))
  (func (;0;) (type 0)
    (local i32 i32)
    (local f64 f64)
    (local i32)
    (local f64)
    i32.const 1
    local.set 1
    block
      local.get 0
      i32.const 1
      i32.ge_s
      br_if 0
      f64.const 0x0
      return
    end
    local.get 0
    i32.const 3
    i32.and
    local.set 2
    block
      block
        local.get 0
        i32.const -1
        i32.add
        i32.const 3
        i32.ge_u
        br_if 0
        f64.const 0x0
        local.set 3
        f64.const 0x1
        local.set 4
        br 1
      end
      local.get 0
      i32.const -4
      i32.and
      local.set 5
      f64.const 0x0
      local.set 3
      f64.const 0x1
      local.set 6
      i32.const 1
      local.set 1
      loop
        local.get 3
        local.get 1
        f64.convert_i32_s
        local.tee 4
        f64.mul
        local.get 6
        f64.add
        local.get 1
        i32.const 1
        i32.add
        f64.convert_i32_s
        local.tee 3
        f64.mul
        local.get 6
        local.get 4
        f64.mul
        local.tee 6
        f64.add
        local.get 1
        i32.const 2
        i32.add
        f64.convert_i32_s
        local.tee 4
        f64.mul
        local.get 6
        local.get 3
        f64.mul
        local.tee 3
        f64.add
        local.get 1
        i32.const 3
        i32.add
        local.tee 0
        f64.convert_i32_s
        local.tee 6
        f64.mul
        local.get 3
        local.get 4
        f64.mul
        local.tee 4
        f64.add
        local.set 3
        local.get 4
        local.get 6
        f64.mul
        local.set 6
        local.get 1
        i32.const 4
        i32.add
        local.set 1
        local.get 0
        local.get 5
        i32.ne
        br_if 0
      end
      local.get 6
      local.set 4
    end
    block
      local.get 2
      i32.eqz
      br_if 0
      loop
        local.get 3
        local.get 1
        f64.convert_i32_s
        local.tee 6
        f64.mul
        local.get 4
        f64.add
        local.set 3
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        local.get 4
        local.get 6
        f64.mul
        local.tee 6
        local.set 4
        local.get 2
        i32.const -1
        i32.add
        local.tee 2
        br_if 0
      end
    end
    local.get 3
    local.get 6
    f64.div))
