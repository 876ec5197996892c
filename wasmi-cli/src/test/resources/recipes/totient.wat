(module
  (type (;0;) (func (param i32) (result i32)))
  (memory (;0;) 16)
  (global (;0;) (mut i32) i32.const 1048576)
  (global (;1;) i32 i32.const 1048576)
  (global (;2;) i32 i32.const 1048576)
  (export "memory" (memory 0))
  (export "totient" (func 0))
  (export "__data_end" (global 1))
  (export "__heap_base" (global 2))
  (func (;0;) (type 0)
    (local i32 i32 i32 i32 i32 i32 i32 i32)
    i32.const 0
    local.set 1
    block
      block
        block
          local.get 0
          br_table 2 1 0
        end
        i32.const 1
        local.set 2
        local.get 0
        i32.const -1
        i32.add
        local.tee 3
        i32.const 1
        i32.and
        local.set 4
        block
          block
            local.get 0
            i32.const 2
            i32.ne
            br_if 0
            i32.const 0
            local.set 1
            br 1
          end
          local.get 3
          i32.const -2
          i32.and
          local.set 5
          i32.const 0
          local.set 1
          i32.const 1
          local.set 2
          i32.const 0
          local.set 6
          loop
            local.get 0
            local.set 3
            local.get 2
            local.set 7
            loop
              local.get 7
              local.get 3
              local.tee 8
              i32.rem_u
              local.set 3
              local.get 8
              local.set 7
              local.get 3
              br_if 0
            end
            local.get 2
            i32.const 1
            i32.add
            local.set 7
            local.get 1
            local.get 8
            i32.const 1
            i32.eq
            i32.add
            local.set 1
            local.get 0
            local.set 3
            loop
              local.get 7
              local.get 3
              local.tee 8
              i32.rem_u
              local.set 3
              local.get 8
              local.set 7
              local.get 3
              br_if 0
            end
            local.get 2
            i32.const 2
            i32.add
            local.set 2
            local.get 1
            local.get 8
            i32.const 1
            i32.eq
            i32.add
            local.set 1
            local.get 6
            i32.const 2
            i32.add
            local.tee 6
            local.get 5
            i32.ne
            br_if 0
          end
        end
        local.get 4
        i32.eqz
        br_if 0
        local.get 0
        local.set 3
        loop
          local.get 2
          local.get 3
          local.tee 7
          i32.rem_u
          local.set 3
          local.get 7
          local.set 2
          local.get 3
          br_if 0
        end
        local.get 1
        local.get 7
        i32.const 1
        i32.eq
        i32.add
        local.set 1
      end
      local.get 1
      local.get 0
      i32.const 1
      i32.eq
      i32.add
      local.set 0
    end
    local.get 0))
